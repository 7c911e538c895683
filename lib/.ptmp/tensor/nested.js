export function nest(values, shape, dtype) {
    const value = (i) => (dtype === 'bool' ? values[i] !== 0 : values[i]);
    const level = (axis, start, size) => {
        if (axis === shape.length)
            return value(start);
        const step = size / shape[axis];
        return Array.from({ length: shape[axis] }, (_, i) => level(axis + 1, start + i * step, step));
    };
    return level(0, 0, values.length);
}
