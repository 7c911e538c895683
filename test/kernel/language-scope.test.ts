import { describe, expect, it } from 'vitest';
import { emptyNotebook } from '../helpers/language-notebook.js';

const notebook = emptyNotebook();

describe('the scope of cells', () => {
  it('gives a cell the values and types of earlier cells', async () => {
    await notebook.run('interface Point { x: number }\nconst p: Point = { x: 1 };');
    expect(await notebook.run('const q: Point = { x: p.x + 1 }; [p, q]')).toEqual([{ x: 1 }, { x: 2 }]);
    expect(await notebook.errors('const r: Point = { y: 1 };')).toEqual([
      expect.stringContaining("'y' does not exist"),
    ]);
  });

  it('lets a later cell declare a name anew with another type', async () => {
    await notebook.run('const x = 1; class A { a = 1 } enum E { P } type T = number;');
    await notebook.run("const x = 'text'; class A { b = 2 } enum E { Q = 5 } type T = string;");
    expect(await notebook.run('const t: T = x.toUpperCase(); [t, new A().b, E.Q]')).toEqual(['TEXT', 2, 5]);
    expect(await notebook.errors('new A().a')).toHaveLength(1);
  });

  it('keeps the type that a value was made with when its class is declared anew', async () => {
    await notebook.run('class Net { layers = 3 }\nconst net = new Net();');
    await notebook.run("class Net { name = 'new' }");
    expect(await notebook.run('[net.layers, new Net().name]')).toEqual([3, 'new']);
  });

  it('is one: an assignment in any cell is seen by the functions of every cell', async () => {
    await notebook.run('let count = 0;\nfunction next() { return ++count; }');
    expect(await notebook.run('count = 10; next()')).toBe(11);
    expect(await notebook.run('[count, next(), count]')).toEqual([11, 12, 12]);
  });

  it('lets earlier functions call the latest declaration of a function', async () => {
    await notebook.run('const rate = 1; function step() { return rate; } function train() { return step(); }');
    await notebook.run('function step() { return 2; }');
    expect(await notebook.run('train()')).toBe(2);
  });

  it('assigns by destructuring, shorthand and defaults to names of earlier cells', async () => {
    await notebook.run('let a = 1, b = 2, c = 3;');
    await notebook.run('({ a, b = 5 } = { a: 7 } as { a: number; b?: number }); [c] = [b + 1];');
    expect(await notebook.run('({ a, b, c })')).toEqual({ a: 7, b: 5, c: 6 });
  });

  it('does not mistake a parameter or a local variable for the name of a cell', async () => {
    await notebook.run('const x = 1;');
    expect(await notebook.run('[((x: number) => x + 1)(5), (() => { const x = 7; return { x }; })()]')).toEqual([
      6,
      { x: 7 },
    ]);
    expect(await notebook.run('for (let x = 3; x < 4; x++) { x; }\nx')).toBe(1);
  });

  it('holds every variable of a `var`, wherever it is declared', async () => {
    await notebook.run(
      'var a = 1; var a: number; for (var i = 0; i < 3; i++) {} for (var k in { z: 1 }) {} for (var o of [8]) {}',
    );
    await notebook.run('for (var [r, s] = [0, 2]; r < s; r++) ; if (a) { var inner = 9; }');
    expect(await notebook.run('[a, i, k, o, r, inner]')).toEqual([1, 3, 'z', 8, 2, 9]);
  });

  it('changes only when a conversion is committed', async () => {
    await notebook.convert('const unseen = 1;');
    expect(await notebook.errors('unseen')).toEqual(["Cannot find name 'unseen'."]);
  });

  it('forgets the cells at a reset, but not the preload', async () => {
    await notebook.run('const x = 1;');
    await notebook.language.reset();
    expect(await notebook.errors('x')).toHaveLength(1);
    expect((await notebook.convert('tensor([1])')).ok).toBe(true);
  });

  it('survives a cell that is run a hundred times and still uses what came before', async () => {
    await notebook.run('const base = 1;');
    for (let run = 0; run < 100; run++) await notebook.run(`const again = base + ${run}; type Again = ${run};`);
    expect(await notebook.run('const last: Again = 99; again')).toBe(100);
  });

  it('allows a cell to extend global types for later cells', async () => {
    await notebook.run(
      'declare global { interface Array<T> { second(): T } }\nArray.prototype.second = function () { return this[1]; };',
    );
    try {
      expect(await notebook.run('[1, 2].second()')).toBe(2);
    } finally {
      Reflect.deleteProperty(Array.prototype, 'second');
    }
  });
});

describe('the preload', () => {
  it('puts every public name of the package in scope, types included', async () => {
    expect(
      await notebook.run('const t: Tensor = tensor([1, 2]).add(1); const o: Options = { lr: 1 }; view.line(t)'),
    ).toBe('2-3');
  });

  it('is checked like any other code', async () => {
    expect(await notebook.errors("tensor('1')")).toEqual([
      "Argument of type 'string' is not assignable to parameter of type 'number[]'.",
    ]);
    expect(await notebook.errors('const n: number = tensor([1]).values')).toHaveLength(1);
  });

  it('may be shadowed by a cell, for all later cells', async () => {
    await notebook.run('const view = 3; function tensor() { return view; }');
    expect(await notebook.run('tensor() + view')).toBe(6);
  });

  it("is followed by the kernel's own names", async () => {
    const code =
      "display(1, { id: 'a' }); Lectern.updateDisplay('a', 2); Lectern.clearOutput(true);\nconst s: string | null = prompt('?');";
    expect((await notebook.convert(code)).ok).toBe(true);
  });
});
