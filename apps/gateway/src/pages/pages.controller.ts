import { Public } from '@casewire/identity';
import { Controller, Get, Header } from '@nestjs/common';
import { CONTENT_SECURITY_POLICY } from './html.ts';
import { nextStepsPage } from './next-steps-page.ts';

/** The page for people where no dashboard is served. */
@Public()
@Controller()
export class PagesController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  nextSteps(): string {
    return nextStepsPage();
  }
}
