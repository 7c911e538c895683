import { backend } from 'lectern';

// The same tests on another backend: `LECTERN_TEST_BACKEND=wasm npm test -- interop`.
const name = process.env.LECTERN_TEST_BACKEND;
if (name !== undefined) {
  await backend.use(name as 'wasm');
  if (backend.name !== name) throw new Error(`these tests are to run on ${name}, and ${backend.name} is active`);
}
