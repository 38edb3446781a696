/** The parameters of an address: texts only, so that an id of digits stays the id that it is. */
export type Search = Readonly<Record<string, string>>;

export function parseSearch(search: string): Search {
  return Object.fromEntries(new URLSearchParams(search));
}

/** Leaves out what is undefined or empty. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(search).filter((pair): pair is [string, string] => isText(pair[1]));
  const text = new URLSearchParams(pairs).toString();
  return text === '' ? '' : `?${text}`;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The parameters of these names that are texts. */
export function pickSearch<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const picked = names.flatMap((name) => {
    const value = search[name];
    return isText(value) ? [[name, value] as const] : [];
  });
  return Object.fromEntries(picked) as Partial<Record<Name, string>>;
}

/** The value if it is one of those that are known. */
export function oneOf<Value extends string>(known: readonly Value[], value: unknown): Value | undefined {
  return known.find((each) => each === value);
}

/** The filters with one of them changed; undefined takes it away. */
export function withFilter<Filters extends object>(
  filters: Filters,
  name: keyof Filters,
  value: string | undefined,
): Filters {
  const { [name]: _before, ...others } = filters;
  return (value === undefined ? others : { ...others, [name]: value }) as Filters;
}

/** What filters a list, and what takes other filters. */
export interface Filtering<Filters> {
  readonly search: Filters;
  readonly onChange: (search: Filters) => void;
}

/** Makes the props of each filter's field. Its change is of this filter alone. */
export function fieldsOf<Labels extends object, Filters extends object>(
  labels: Labels,
  { search, onChange }: Filtering<Filters>,
) {
  return <Name extends keyof Labels & keyof Filters>(name: Name) => ({
    label: labels[name],
    value: search[name],
    onChange: (value: string | undefined) => onChange(withFilter(search, name, value)),
  });
}
