import { describe, expect, it } from '@jest/globals';
import { requireDiskRoom } from './disk-room.ts';

describe('the room that a run needs on the disk', () => {
  it('is about 10 GB for 25 minutes, and what is missing is told in a line', () => {
    expect(() => {
      requireDiskRoom(25, 10e9);
    }).not.toThrow();
    expect(() => {
      requireDiskRoom(25, 9.96e9);
    }).toThrow(/^a run of 25 minutes needs about 10 GB in \.cache, and 9\.9 GB are free$/);
  });

  it('is a gigabyte for the shortest run', () => {
    expect(() => {
      requireDiskRoom(0.1, 0.9e9);
    }).toThrow(/^a run of 0\.1 minutes needs about 1 GB in \.cache, and 0\.9 GB are free$/);
  });
});
