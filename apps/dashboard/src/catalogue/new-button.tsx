import { Button, type ButtonProps } from '@mantine/core';
import { PlusIcon } from '@heroicons/react/24/outline';
import { Link } from '@tanstack/react-router';
import { usePlace } from '../app/place.ts';

interface NewButtonProps extends Pick<ButtonProps, 'variant'> {
  readonly label: string;
}

/** Leads to the form for an own type. */
export function NewButton({ label, ...props }: NewButtonProps) {
  const place = usePlace();
  return (
    <Button
      {...props}
      leftSection={<PlusIcon width={14} />}
      renderRoot={(props) => <Link {...props} to="/t/$tenant/$environment/catalogue/new" params={place} />}
    >
      {label}
    </Button>
  );
}
