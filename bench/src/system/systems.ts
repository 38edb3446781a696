import { openFloor, type FloorShape } from '../floor/floor.ts';
import { Probes } from '../probe/probes.ts';
import { abortable } from './abortable.ts';
import { openCasewire, type Casewire } from './casewire.ts';
import { openGround, type Ground } from './ground.ts';
import type { Workbench } from './workbench.ts';

/** Where scenarios get the systems that they measure. A system is closed after it was used. */
export interface Systems {
  useCasewire<T>(use: (bench: Casewire) => Promise<T>): Promise<T>;
  /** Casewire with probes in its services, which cost a little. */
  useProbed<T>(use: (bench: Casewire, probes: Probes) => Promise<T>): Promise<T>;
  useFloor<T>(shape: FloorShape, use: (bench: Workbench) => Promise<T>): Promise<T>;
}

/** Each system is new, on ground of its own. */
export function ownSystems(signal: AbortSignal): Systems {
  const onOwnGround = async <T>(
    use: (ground: Ground, opened: AsyncDisposableStack) => Promise<T>,
  ): Promise<T> => {
    await using opened = new AsyncDisposableStack();
    const ground = await openGround(opened, signal);
    return await abortable(use(ground, opened), signal);
  };
  return {
    useCasewire: (use) => onOwnGround(async (ground, opened) => use(await openCasewire(ground, opened))),
    useProbed: (use) =>
      onOwnGround(async (ground, opened) => {
        const probes = new Probes(ground.folder);
        return use(await openCasewire(ground, opened, probes.environment), probes);
      }),
    useFloor: (shape, use) =>
      onOwnGround(async (ground, opened) => use(await openFloor(ground, opened, shape))),
  };
}

/** One Casewire for all who use it, and one ground for everything: quick, and its figures mean nothing. */
export async function sharedSystems(opened: AsyncDisposableStack, signal: AbortSignal): Promise<Systems> {
  const ground = await openGround(opened, signal);
  const probes = new Probes(ground.folder);
  const casewire = await abortable(openCasewire(ground, opened, probes.environment), signal);
  return {
    useCasewire: (use) => abortable(use(casewire), signal),
    useProbed: (use) => abortable(use(casewire, probes), signal),
    useFloor: async (shape, use) => {
      await using openedFloor = new AsyncDisposableStack();
      const floor = openFloor(ground, openedFloor, shape);
      return await abortable(floor.then(use), signal);
    },
  };
}
