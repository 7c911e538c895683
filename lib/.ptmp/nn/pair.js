/** How a size for height and width is shown: `5` for equal sides, else `[5, 3]`. */
export function pairText(pair) {
    return pair[0] === pair[1] ? String(pair[0]) : `[${pair[0]}, ${pair[1]}]`;
}
