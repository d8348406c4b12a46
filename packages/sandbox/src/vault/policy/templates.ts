import type { Entity } from '../identity/EntityStore';

const TEMPLATE = /\{\{\s*([^}\s]+)\s*\}\}/g;

/** A path with what it says of the client filled in; `undefined` when something of it is not known of this client. */
export function filledIn(
  path: string,
  entity: Entity | undefined,
): string | undefined {
  let known = true;
  const filled = path.replace(TEMPLATE, (_, name: string) => {
    const value = entity && valueOf(name, entity);
    known &&= Boolean(value);
    return value ?? '';
  });
  return known ? filled : undefined;
}

function valueOf(name: string, entity: Entity): string | undefined {
  if (name === 'identity.entity.id') return entity.id;
  const [, accessor, field] =
    /^identity\.entity\.aliases\.([^.]+)\.(.+)$/.exec(name) ?? [];
  const alias = accessor ? entity.aliases[accessor] : undefined;
  if (field === 'name') return alias?.name;
  return field?.startsWith('metadata.')
    ? alias?.metadata[field.slice('metadata.'.length)]
    : undefined;
}
