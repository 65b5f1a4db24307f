import { useQuery } from '@tanstack/react-query';
import { ask } from '../../kit/ask';
import { useAllowed } from '../../kit/me';
import { useRoleName } from '../access/permission-text';

/** The roles that a field can name, the company's own among them. `named`: those that it names already, which may have been removed since. */
export function useFieldRoles() {
  const nameIt = useRoleName();
  const { data } = useQuery({ ...ask('access', 'roleNames', {}), enabled: useAllowed()('access.roleNames') });
  const known = data?.items ?? [];
  const nameOf = (id: string) => nameIt(known.find((role) => role.id === id) ?? { id, name: data ? null : '…' });
  const choices = (named: readonly string[]) => [...new Set([...known.map(({ id }) => id), ...named])].map((id) => ({ value: id, label: nameOf(id) }));
  return { choices, nameOf };
}
