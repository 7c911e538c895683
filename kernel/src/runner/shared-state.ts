/** Slots of the memory that the guard thread shares with the main thread. */

/** Counts the interrupts that the main thread has handled. */
export const HANDLED = 0;
/** Number of the task whose script runs; 0 while none does. */
export const RUNNING = 1;
/** Counts the pings of the guard that the main thread's event loop has seen. */
export const TURNS = 2;
/** How many synchronous calls that SIGINT breaks are under way. */
export const CALLS = 3;
/** Size of the shared memory in bytes. */
export const STATE_BYTES = 16;
