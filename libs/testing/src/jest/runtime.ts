import { createRequire } from 'node:module';
import { isModuleNamespaceObject } from 'node:util/types';
import { SyntheticModule } from 'node:vm';
import runtime from 'jest-runtime';

const require = createRequire(import.meta.url);

// Its types are those of its CommonJS module, where the class is a member.
const Runtime = runtime as unknown as typeof runtime.default;

const NODE_MODULES = '/node_modules/';

/** jest-circus keeps the tests of a file in the variables of this module, so each file has its own. */
const REGISTRY_OF_TESTS = '/jest-circus/build/jestAdapterInit.js';

/** Packages that specs import. A worker loads each once, and every spec file that it runs gets the same. */
const packages = new Map<string, SyntheticModule>();

/** What is replaced of jest's runtime. */
interface Internals {
  readonly esmLoader: {
    getContext: () => undefined;
    pendingCjsBuildIsUnmarkedEsm: () => boolean;
    buildCjsAsEsmSyntheticModule: (from: string, path: string) => SyntheticModule;
  };
  readonly coreModule: { require: (name: string) => unknown };
}

/**
 * Runs the specs of a worker without the contexts of `node:vm` in which jest runs each spec file: in those, each file would
 * load and compile every package anew, which takes more CPU than most specs. Here Node loads packages, once, as it does
 * in production. The modules of this workspace are still loaded anew for each file.
 */
export default class SharingRuntime extends Runtime {
  constructor(...args: ConstructorParameters<typeof Runtime>) {
    super(...args);
    const { esmLoader, coreModule } = this as unknown as Internals;
    // Without a context, `node:vm` takes the one of the worker itself.
    esmLoader.getContext = () => undefined;
    esmLoader.pendingCjsBuildIsUnmarkedEsm = () => false;
    esmLoader.buildCjsAsEsmSyntheticModule = (_, path) => packageModule(path);
    coreModule.require = (name) => require(name) as unknown;
  }

  /** Of the workspace, everything is an ES module. `packageModule` loads both kinds. */
  override unstable_shouldLoadAsEsm(path: string): boolean {
    return !path.includes(NODE_MODULES);
  }

  override requireModule<T>(from: string, name?: string): T;
  override requireModule(from: string, name = from): unknown {
    return createRequire(from)(name);
  }

  override requireModuleOrMock<T>(from: string, name: string): T;
  override requireModuleOrMock(from: string, name: string): unknown {
    return this.requireModule(from, name);
  }

  override requireInternalModule<T>(from: string, name?: string): T;
  override requireInternalModule(from: string, name = from): unknown {
    if (name.endsWith(REGISTRY_OF_TESTS)) Reflect.deleteProperty(require.cache, name);
    return this.requireModule(from, name);
  }
}

function packageModule(path: string): SyntheticModule {
  const known = packages.get(path);
  if (known !== undefined) return known;
  const made = asModule(path, require(path));
  packages.set(path, made);
  return made;
}

/** A module with the exports of a package: those of its ES module, or `module.exports` as `default` and its members. */
function asModule(identifier: string, loaded: unknown): SyntheticModule {
  const exported = new Map<string, unknown>(Object.entries(loaded ?? {}));
  if (!isModuleNamespaceObject(loaded)) exported.set('default', loaded);
  const evaluate = function (this: SyntheticModule): void {
    for (const [name, value] of exported) this.setExport(name, value);
  };
  return new SyntheticModule([...exported.keys()], evaluate, { identifier });
}
