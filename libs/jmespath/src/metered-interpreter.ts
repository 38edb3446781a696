import type { StepBudget } from '@casewire/metering';
import { TreeInterpreter } from '@jmespath-community/jmespath';
import { boundedFunctions, payForCall } from './bounded-functions.ts';
import { isObject, type Expression, type Operand } from './expression.ts';
import { isEqual } from './is-equal.ts';
import { payForItems, payForText, STEPS_PER_NODE } from './prices.ts';

/** The library exports one instance and not the class. */
const LibraryInterpreter = TreeInterpreter.constructor as new () => typeof TreeInterpreter;

/** What a scope costs: an interpreter of its own. */
const STEPS_PER_SCOPE = 1_000;

/**
 * The library's interpreter, paying for every node it visits and for the size of what it yields, so that an
 * expression which doubles its data ends early. Where one node can do much more work than it yields, it pays first.
 * It sees a value's own members only: `constructor` is no field of every object.
 */
export class MeteredInterpreter extends LibraryInterpreter {
  readonly #budget: StepBudget;

  constructor(budget: StepBudget) {
    super();
    this.#budget = budget;
    const { runtime } = this;
    const bounded = boundedFunctions(budget, (expression, value) => this.visit(expression, value));
    for (const [name, replacement] of Object.entries(bounded)) {
      const entry = runtime._functionTable[name];
      if (entry !== undefined) entry._func = replacement;
    }
    const callFunction = runtime.callFunction.bind(runtime);
    runtime.callFunction = (name, args) => {
      payForCall(name, args, budget);
      return callFunction(name, args);
    };
  }

  override visit(node: Expression, value: Operand): Operand {
    this.#budget.spend(STEPS_PER_NODE);
    const result = this.#evaluate(node, value);
    this.#payFor(result);
    return result;
  }

  /** The scope is shared with the library's own; functions and budget are those of this evaluation. */
  override withScope(scope: Parameters<typeof TreeInterpreter.withScope>[0]): MeteredInterpreter {
    this.#budget.spend(STEPS_PER_SCOPE);
    const { runtime: _runtime, ...state } = super.withScope(scope);
    return Object.assign(new MeteredInterpreter(this.#budget), state);
  }

  #evaluate(node: Expression, value: Operand): Operand {
    if (node.type === 'Field' && !(isObject(value) && Object.hasOwn(value, node.name))) return null;
    if (node.type === 'Flatten') return this.#flatten(this.visit(node.child, value));
    if (node.type === 'MultiSelectHash') return this.#select(node, value);
    if (node.type === 'Slice' && typeof value === 'string') payForItems(this.#budget, value.length);
    if (node.type === 'Comparator' && (node.name === 'EQ' || node.name === 'NE')) {
      const equal = isEqual(this.visit(node.left, value), this.visit(node.right, value), this.#budget);
      return equal === (node.name === 'EQ');
    }
    return super.visit(node, value);
  }

  /** As a list and named afterwards: the library would set the prototype where a name is `__proto__`. */
  #select({ children }: Extract<Expression, { type: 'MultiSelectHash' }>, value: Operand): Operand {
    const list = super.visit(
      { type: 'MultiSelectList', children: children.map((child) => child.value) },
      value,
    );
    if (!Array.isArray(list)) return null;
    return Object.fromEntries(children.map(({ name }, index) => [name, list[index] ?? null]));
  }

  #flatten(items: Operand): Operand {
    if (!Array.isArray(items)) return null;
    for (const item of items) if (Array.isArray(item)) payForItems(this.#budget, item.length);
    return items.flat();
  }

  #payFor(result: Operand): void {
    if (Array.isArray(result)) payForItems(this.#budget, result.length);
    else if (typeof result === 'string') payForText(this.#budget, result.length);
    else if (isObject(result)) this.#budget.spend(Object.keys(result).length * STEPS_PER_NODE);
  }
}
