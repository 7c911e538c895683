import { VIEW_TARGET } from './spec.js';
/** Shortest time between two messages, and between two full states, in milliseconds. */
const MESSAGE_INTERVAL = 50;
const STATE_INTERVAL = 2000;
/**
 * Keeps a view in a notebook current: shown once, then at most 20 messages a second, all sent from inside the view's own
 * calls (a synchronous loop lets no timer run): news over a channel, and every two seconds and at the cell's end the full
 * state as the notebook's output. Messages are numbered; the front end may ask for the state.
 */
export class LiveLink {
    source;
    host;
    now;
    seq = 0;
    channel = null;
    lastMessage = Number.NEGATIVE_INFINITY;
    lastState = Number.NEGATIVE_INFINITY;
    armed = false;
    /** Whether the notebook's output lacks something. */
    stale = false;
    constructor(source, host, now) {
        this.source = source;
        this.host = host;
        this.now = now;
    }
    /** The view changed: sends if it is time, and makes sure that the end of the running cell sends the rest. */
    changed() {
        this.stale = true;
        if (!this.armed) {
            this.armed = true;
            this.host.atCellEnd(() => {
                this.armed = false;
                this.source.finish();
                this.flush();
            });
        }
        const time = this.now();
        if (!this.channel)
            this.open(time);
        else if (time - this.lastState >= STATE_INTERVAL)
            this.update(time, false);
        else if (time - this.lastMessage >= MESSAGE_INTERVAL) {
            this.channel.send(this.source.news(this.next()));
            this.lastMessage = time;
        }
    }
    /** Puts the final state with its picture into the notebook, unless it is there. */
    flush() {
        if (this.stale)
            this.update(this.now(), true);
        this.stale = false;
    }
    open(time) {
        const { id, mime } = this.source;
        this.host.display(this.source.bundle(this.next(), true), { id });
        const open = { view: id, mime };
        const channel = this.host.openChannel(VIEW_TARGET, open);
        channel.onMessage = (data) => {
            if (data?.type === 'request-state')
                channel.send(this.source.state(this.next()));
        };
        this.channel = channel;
        this.lastMessage = time;
        this.lastState = time;
    }
    update(time, picture) {
        this.host.update(this.source.id, this.source.bundle(this.next(), picture));
        this.lastMessage = time;
        this.lastState = time;
    }
    next() {
        this.seq += 1;
        return this.seq;
    }
}
