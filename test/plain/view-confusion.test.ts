import { expect, test } from 'vitest';
import { confusionBundle, confusionSpec } from '../../lib/src/view/confusion/confusion.js';
import { CONFUSION_MIME } from '../../lib/src/view/confusion/spec.js';
import { readable } from '../helpers/readable.js';

test('predictions and labels are counted with labels down and predictions across', () => {
  const spec = confusionSpec({ predicted: [0, 1, 1, 2], labels: [0, 1, 2, 2], classes: ['a', 'b', 'c'] });
  expect(spec).toEqual({
    version: 1,
    classes: ['a', 'b', 'c'],
    counts: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 1, 1],
    ],
  });
});

test('scores count as the class with the highest', () => {
  const scores = readable([3, 2], [0.9, 0.1, 0.2, 0.8, -1, -2]);
  expect(confusionSpec({ predicted: scores, labels: readable([3], [0, 1, 1], { dtype: 'int32' }) }).counts).toEqual([
    [1, 0],
    [1, 1],
  ]);
});

test('a class that has a name but no point is shown too', () => {
  expect(confusionSpec({ predicted: [0], labels: [0], classes: ['a', 'b'] }).counts).toEqual([
    [1, 0],
    [0, 0],
  ]);
});

test('a matrix of counts is taken as it is', () => {
  expect(confusionSpec(readable([2, 2], [5, 1, 0, 4]), { title: 'test' })).toEqual({
    version: 1,
    title: 'test',
    classes: ['0', '1'],
    counts: [
      [5, 1],
      [0, 4],
    ],
  });
});

test('what is no confusion matrix is refused with what was got', () => {
  expect(() => confusionSpec(readable([2, 3], [0, 0, 0, 0, 0, 0]))).toThrow('at most 200 classes, got [2, 3]');
  expect(() => confusionSpec(readable([1, 1], [0.5]))).toThrow('expected counts, got 0.5 among them');
  expect(() => confusionSpec({ predicted: [0], labels: [0, 1] })).toThrow('as many points as each other, got 1 and 2');
  expect(() => confusionSpec({ predicted: [-1], labels: [0] })).toThrow('expected classes from 0 to 199, got -1');
  expect(() => confusionSpec({ predicted: [2], labels: [0], classes: ['a'] })).toThrow('classes needs 3 names, got 1');
});

test('a bundle is JSON with data, a picture, and a text that is a table or the commonest confusions', () => {
  const small = confusionBundle(confusionSpec(readable([2, 2], [5, 1, 0, 4]), { title: 't', classes: ['cat', 'dog'] }));
  expect(JSON.parse(JSON.stringify(small[CONFUSION_MIME]))).toEqual(small[CONFUSION_MIME]);
  expect(small['image/png']).toMatch(/^iVBORw0K/);
  expect(small['text/plain']).toBe(
    't: 9 of 10 right, accuracy 90 % (rows: label, columns: predicted)\n    cat dog\ncat   5   1\ndog   0   4',
  );
  const many = Array.from({ length: 50 }, (_, i) => i);
  const large = confusionBundle(confusionSpec({ predicted: [...many, 7, 7], labels: [...many, 3, 3] }));
  expect(large['text/plain']).toMatch(/^50 of 52 right.*\n3 taken for 7: 2$/);
  expect(confusionBundle(confusionSpec(readable([0, 0], [])))).not.toHaveProperty('image/png');
});

test('title and names may stand in the second argument beside predictions too', () => {
  const spec = confusionSpec({ predicted: [0, 1], labels: [0, 1] }, { title: 'pets', classes: ['cat', 'dog', 'emu'] });
  expect([spec.title, spec.classes, spec.counts.length]).toEqual(['pets', ['cat', 'dog', 'emu'], 3]);
});
