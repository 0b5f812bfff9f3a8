/** The two tools that multiply: what only a browser knows of them. Their arithmetic is in tests/unit/tools. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { audit } from './audit.ts';
import { connectBrowser } from './browser.ts';

