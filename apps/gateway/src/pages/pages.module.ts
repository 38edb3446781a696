import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import type { ApiDescription } from '../documents/api-description.ts';
import { API_DESCRIPTION, PagesController } from './pages.controller.ts';

@Module({})
class PagesModule {}

/** The pages for people. */
export function pagesModule(description: ApiDescription): DynamicModule {
  return {
    module: PagesModule,
    controllers: [PagesController],
    providers: [{ provide: API_DESCRIPTION, useValue: description }],
  };
}
