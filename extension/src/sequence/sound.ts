/** Plays values between −1 and 1 as sound; louder ones are made softer. One sound at a time. */
export class Sound {
  private playing: { context: AudioContext; source: AudioBufferSourceNode } | undefined;

  /** Starts a sound; `ended` is called when it is over or cannot be played at that rate. */
  play(values: Float32Array, rate: number, ended: () => void): void {
    this.stop();
    try {
      const context = new AudioContext();
      const buffer = context.createBuffer(1, values.length, rate);
      let loudest = 1;
      for (const value of values) if (Math.abs(value) > loudest) loudest = Math.abs(value);
      buffer.copyToChannel(
        Float32Array.from(values, (value) => (Number.isFinite(value) ? value / loudest : 0)),
        0,
      );
      const source = context.createBufferSource();
      source.buffer = buffer;
      source.connect(context.destination);
      source.addEventListener('ended', () => {
        if (this.playing?.source === source) this.stop();
        ended();
      });
      source.start();
      this.playing = { context, source };
    } catch {
      ended();
    }
  }

  stop(): void {
    const { playing } = this;
    this.playing = undefined;
    playing?.source.stop();
    void playing?.context.close();
  }
}
