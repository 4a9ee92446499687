import type { ReactNode } from 'react';
import { Page } from '../design/page.js';
import { useText } from '../i18n/text.js';

export const HomePage = (): ReactNode => <Page title={useText()('shell.home')}>{null}</Page>;
