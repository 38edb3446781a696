import { Badge, Group } from '@mantine/core';
import type { Environment } from '../api/types.ts';
import { text } from '../shell/text.ts';

export function EnvironmentBadges({ of: environments }: { readonly of: readonly Environment[] }) {
  return (
    <Group gap={4}>
      {environments.map((each) => (
        <Badge key={each} color="gray">
          {text.environments[each]}
        </Badge>
      ))}
    </Group>
  );
}
