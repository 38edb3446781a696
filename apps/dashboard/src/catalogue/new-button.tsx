import { Button } from '@mantine/core';
import { PlusIcon } from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import { usePlace } from '../app/place.ts';

/** Leads to the form for an own type. */
export function NewButton({ label }: { readonly label: string }) {
  const place = usePlace();
  return (
    <Button
      leftSection={<PlusIcon width={14} />}
      renderRoot={(props) => <Link {...props} to="/t/$tenant/$environment/catalogue/new" params={place} />}
    >
      {label}
    </Button>
  );
}
