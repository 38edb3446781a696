import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { CurrentIdentity, RequireScope, visibleScope, type Identity } from '@casewire/identity';
import { page, pageSchema, Problem, RefusedFor, uuidCursor, type Page } from '@casewire/rest';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { SessionDesk } from './session-desk.ts';
import {
  endedSessionsSchema,
  linkPreviewSchema,
  previewSchema,
  sessionListQuery,
  sessionSchema,
  signInSchema,
  startedSessionSchema,
  tenantQuery,
  toLinkPreview,
  toSessionView,
  type SessionListQuery,
  type SessionView,
  type SignInBody,
} from './session-schema.ts';

const needsNoKey = { security: [] };

/** Sessions of people who use the dashboard. */
@Controller('v1/sessions')
export class SessionsController {
  readonly #desk: SessionDesk;

  constructor(desk: SessionDesk) {
    this.#desk = desk;
  }

  @Post()
  @RefusedFor('expired')
  @ApiOperation({
    ...needsNoKey,
    summary: 'Sign in',
    description:
      'With a key, or with the code of a portal link, which is used by that. The answer sets a cookie. The session that the request comes with ends; a key of the same tenant for its other environment is added to what that session had.',
  })
  @ApiResponse({ status: 201, standardSchema: startedSessionSchema })
  async start(
    @Body({ schema: signInSchema }) body: SignInBody,
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof startedSessionSchema>> {
    const { session, landing } = await this.#desk.signIn(request, response, body, identity);
    return { ...toSessionView(session), landing };
  }

  @Post('preview')
  @HttpCode(200)
  @RefusedFor('expired')
  @ApiOperation({
    ...needsNoKey,
    summary: 'Read what a portal link opens',
    description: 'So that a page can ask before it signs in. The link is not used by that.',
  })
  @ApiResponse({ status: 200, standardSchema: linkPreviewSchema })
  async preview(
    @Body({ schema: previewSchema }) { code }: z.infer<typeof previewSchema>,
    @Req() request: Request,
  ): Promise<z.infer<typeof linkPreviewSchema>> {
    return toLinkPreview(await this.#desk.linkOf(request, code));
  }

  @Get('current')
  @ApiOperation({ summary: 'Read the session of this request' })
  @ApiResponse({ status: 200, standardSchema: sessionSchema })
  async current(@Req() request: Request): Promise<SessionView> {
    return toSessionView(await this.#desk.sessionOf(request));
  }

  @Delete('current')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sign out',
    description:
      'Ends the session everywhere, and asks the browser to forget the cookie and what it has kept.',
  })
  signOut(
    @CurrentIdentity() identity: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    return this.#desk.signOut(request, response, identity);
  }

  @Get()
  @RequireScope('operator')
  @ApiOperation({
    summary: 'List sessions',
    description:
      'Those that are good now, and those of the operator that began with an earlier key, which are refused.',
  })
  @ApiResponse({ status: 200, standardSchema: pageSchema(sessionSchema) })
  async list(
    @Query({ schema: sessionListQuery }) { tenant, ...query }: SessionListQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<Page<SessionView>> {
    if (tenant !== undefined) requireInSight(tenant, identity);
    const { rows, hasNext } = await this.#desk.list(tenant ?? visibleScope(identity).tenantId, query);
    return page(rows.map(toSessionView), hasNext);
  }

  @Delete()
  @RequireScope('operator')
  @ApiOperation({
    summary: 'End all sessions of a tenant',
    description:
      'Those that are good now. Whoever has a key or an unused portal link can sign in again. Sessions of the operator go on, those that view the tenant too.',
  })
  @ApiResponse({ status: 200, standardSchema: endedSessionsSchema })
  async endAll(
    @Query({ schema: tenantQuery }) { tenant }: z.infer<typeof tenantQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.infer<typeof endedSessionsSchema>> {
    requireInSight(tenant, identity);
    return { ended: await this.#desk.endAll(tenant, identity) };
  }

  @Delete(':id')
  @HttpCode(204)
  @RequireScope('operator')
  @ApiOperation({ summary: 'End a session' })
  async end(
    @Param('id', { schema: uuidCursor }) id: string,
    @CurrentIdentity() identity: Identity,
  ): Promise<void> {
    if (await this.#desk.end(id, visibleScope(identity).tenantId, identity)) return;
    throw new Problem('not-found', { detail: 'there is no such session' });
  }
}

/** @throws Problem forbidden where the request acts for another tenant */
function requireInSight(tenant: string, identity: Identity): void {
  const { tenantId = tenant } = visibleScope(identity);
  if (tenant !== tenantId) throw new Problem('forbidden', { detail: `the request acts for ${tenantId}` });
}
