import type { Translated } from '../../catalogue.js';
import type { palette as english } from '../en/palette.js';

export const palette: Translated<typeof english> = {
  'palette.open': '搜索',
  'palette.title': '前往',
  'palette.placeholder': '页面、作业、主机、预约……',
  'palette.nothing': '没有这个名称的内容。',
  'palette.kind.PLACE': '页面',
  'palette.kind.JOB': '作业',
  'palette.kind.HOST': '主机',
  'palette.kind.RESERVATION': '预约',
};
