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
  requireModule: Load;
  requireModuleOrMock: Load;
  requireInternalModule: Load;
}

/** Loads a module by its path, or by its name as another file finds it. */
type Load = (from: string, name?: string) => unknown;

/**
 * Runs the specs of a worker without the contexts of `node:vm` in which jest runs each spec file: in those, each file would
 * load and compile every package anew, which takes more CPU than most specs. Here Node loads packages, once, as it does
 * in production. The modules of this workspace are still loaded anew for each file.
 */
export default class SharingRuntime extends Runtime {
  constructor(...args: ConstructorParameters<typeof Runtime>) {
    super(...args);
    const internals = this as unknown as Internals;
    const { esmLoader, coreModule } = internals;
    // Without a context, `node:vm` takes the one of the worker itself.
    esmLoader.getContext = () => undefined;
    esmLoader.pendingCjsBuildIsUnmarkedEsm = () => false;
    esmLoader.buildCjsAsEsmSyntheticModule = (_, path) => packageModule(path);
    coreModule.require = (name) => require(name) as unknown;
    internals.requireModule = load;
    internals.requireModuleOrMock = load;
    internals.requireInternalModule = (from, name = from) => {
      if (name.endsWith(REGISTRY_OF_TESTS)) Reflect.deleteProperty(require.cache, name);
      return load(from, name);
    };
  }

  /** Of the workspace, everything is an ES module. `packageModule` loads both kinds. */
  override unstable_shouldLoadAsEsm(path: string): boolean {
    return !path.includes(NODE_MODULES);
  }
}

function load(from: string, name = from): unknown {
  return createRequire(from)(name) as unknown;
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
