import { notifications } from '@mantine/notifications';
import { text } from './text.ts';

/** Tells that something was done. */
export function say(message: string): void {
  notifications.show({ message, color: 'teal' });
}

/** Tells that something was not done, and why. */
export function sayFailure(error: Error): void {
  notifications.show({ title: text.notDone, message: error.message, color: 'red', autoClose: 10_000 });
}
