import { Public } from '@casewire/identity';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiDescription } from '../documents/api-description.ts';
import { apiDocsPage } from './api-docs-page.ts';
import { CONTENT_SECURITY_POLICY } from './html.ts';
import { nextStepsPage } from './next-steps-page.ts';

/** The pages for people. */
@Public()
@Controller()
export class PagesController {
  readonly #description: ApiDescription;

  constructor(description: ApiDescription) {
    this.#description = description;
  }

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  nextSteps(): string {
    return nextStepsPage();
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', CONTENT_SECURITY_POLICY)
  async apiDocs(): Promise<string> {
    return apiDocsPage(await this.#description.document());
  }
}
