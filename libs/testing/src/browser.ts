import chromium from '@sparticuz/chromium';
import { chromium as launcher, type Browser } from 'playwright-core';

/** Tests may run as root. The arguments of the package would turn the web's security off too. */
const NO_SANDBOX = '--no-sandbox';

/**
 * Starts the browser of the package `@sparticuz/chromium`.
 * @throws Error that says what the system lacks: libnss3
 */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = await chromium.executablePath();
  try {
    return await launcher.launch({ executablePath, args: [NO_SANDBOX, ...args], headless: true });
  } catch (cause) {
    const hint = String(cause).includes('libnss3')
      ? 'the system lacks libnss3: apt-get install libnss3'
      : 'the browser does not start';
    throw new Error(hint, { cause });
  }
}
