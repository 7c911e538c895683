/** Rows as comma-separated values; fields that hold a comma, a quote or a line break are quoted. */
export function csvText(rows: (string | number)[][]): string {
  return `${rows.map((row) => row.map((entry) => field(String(entry))).join(',')).join('\n')}\n`;
}

function field(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
