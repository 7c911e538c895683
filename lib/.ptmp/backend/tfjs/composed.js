/**
 * Gradient of a convolution's filter where the backend has no kernel for it (WebAssembly): each tap of the filter is one
 * matrix product of the pixels that it saw with the gradient. `x` is padded already.
 */
export function filterGradByTaps(core, x, g, filterShape, stride) {
    const [kh, kw, channels, out] = filterShape;
    const [n, height, width] = g.shape;
    const gradient = core.reshape(g, [n * height * width, out]);
    const taps = [];
    for (let i = 0; i < kh; i++) {
        for (let j = 0; j < kw; j++) {
            const end = [n, i + (height - 1) * stride[0] + 1, j + (width - 1) * stride[1] + 1, channels];
            const seen = core.stridedSlice(x, [0, i, j, 0], end, [1, stride[0], stride[1], 1]);
            const pixels = core.reshape(seen, [n * height * width, channels]);
            taps.push(core.matMul(pixels, gradient, true, false));
        }
    }
    return core.reshape(core.stack(taps), [kh, kw, channels, out]);
}
/** For each pool window, where in `x` its first maximum is. */
export function placesOfMaxima(x, shape, outShape, options) {
    const [, height, width, channels] = shape;
    const [batch, outHeight, outWidth] = outShape;
    const places = new Int32Array(batch * outHeight * outWidth * channels);
    let at = 0;
    for (let n = 0; n < batch; n++) {
        for (let r = 0; r < outHeight; r++) {
            for (let c = 0; c < outWidth; c++) {
                for (let ch = 0; ch < channels; ch++) {
                    let best = -1;
                    for (let i = 0; i < options.kernel[0]; i++) {
                        for (let j = 0; j < options.kernel[1]; j++) {
                            const row = r * options.stride[0] + i;
                            const col = c * options.stride[1] + j;
                            const place = ((n * height + row) * width + col) * channels + ch;
                            if (best === -1 || x[place] > x[best])
                                best = place;
                        }
                    }
                    places[at++] = best;
                }
            }
        }
    }
    return places;
}
/** Zeros of a size with `values` added at `places`. */
export function putAt(places, values, size) {
    const out = new Float32Array(size);
    places.forEach((place, i) => {
        out[place] += values[i];
    });
    return out;
}
