/** Slots of the memory that the guard thread shares with the main thread. */

/** Counts the interrupts that the main thread has handled. */
export const HANDLED = 0;
/** 1 while a script runs. */
export const RUNNING = 1;
