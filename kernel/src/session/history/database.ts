import { mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { IN_MEMORY } from './location.js';

type Database = InstanceType<typeof sqlite.Database>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS session (id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS cell (
    session INTEGER NOT NULL, line INTEGER NOT NULL, input TEXT NOT NULL, output TEXT, PRIMARY KEY (session, line)
  );
`;
const LOCKED = /locked|busy/i;
const UNREADABLE = /malformed|not a database|no such (table|column)|has no column/i;
const PAUSE = 20;
/** A lock is held for milliseconds; one that is this old, in ms, was left by a process that was killed. */
const STALE = 5000;

/**
 * A database file that several processes use. It is opened for each transaction, so that no process sits on a lock, or on
 * a file that another one has replaced. A file that is no database is put aside for a fresh one; when no file can be
 * written, the data is kept in memory.
 */
export class SharedDatabase {
  private memory: Database | undefined;

  constructor(private path: string) {}

  /** Runs `action` in a transaction; its changes are stored when it returns. */
  transact<T>(action: (database: Database) => T): T {
    if (this.path === IN_MEMORY) return action(this.inMemory());
    try {
      return this.patiently(action);
    } catch (error) {
      return UNREADABLE.test(String(error)) ? this.afresh(action) : this.withoutFile(action);
    }
  }

  private inMemory(): Database {
    if (!this.memory) {
      this.memory = new sqlite.Database(IN_MEMORY);
      this.memory.exec(SCHEMA);
    }
    return this.memory;
  }

  private afresh<T>(action: (database: Database) => T): T {
    try {
      renameSync(this.path, `${this.path}.unreadable`);
      return this.patiently(action);
    } catch {
      return this.withoutFile(action);
    }
  }

  private withoutFile<T>(action: (database: Database) => T): T {
    this.path = IN_MEMORY;
    return action(this.inMemory());
  }

  private patiently<T>(action: (database: Database) => T): T {
    mkdirSync(dirname(this.path), { recursive: true });
    const deadline = Date.now() + 2 * STALE;
    for (;;) {
      try {
        return this.once(action);
      } catch (error) {
        if (!LOCKED.test(String(error)) || Date.now() > deadline) throw error;
        this.removeStaleLock();
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
      }
    }
  }

  private once<T>(action: (database: Database) => T): T {
    const database = new sqlite.Database(this.path);
    try {
      database.exec(`PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE; ${SCHEMA}`);
      const result = action(database);
      database.exec('COMMIT');
      return result;
    } finally {
      database.close();
    }
  }

  /** The library locks by a folder beside the file, which outlives a process that is killed. */
  private removeStaleLock(): void {
    const lock = `${this.path}.lock`;
    try {
      if (Date.now() - statSync(lock).mtimeMs > STALE) rmdirSync(lock);
    } catch {
      // Its owner, or another process that waits, was faster.
    }
  }
}
