import { corpOf, need, number, type Handler } from './control-input';
import { findGroup, presentChat } from './groups';
import { fillGroup, presentJoinWay, showGroupPicture } from './join-ways';
import { confirmMassSend, massSendsOf } from './mass-sends';

/** Codes of groups, and what members are asked to send. */
export const joinRoutes: Record<string, Handler> = {
  'GET /join-ways': (ctx, input) => Object.values(ctx.world.joinWays).filter((way) => !input.corp || way.corp === corpOf(input)).map((way) => presentJoinWay(ctx, way)),
  'POST /group-picture': (ctx, input) => showGroupPicture(ctx, corpOf(input), findGroup(ctx, corpOf(input), need(input, 'chatId'))),
  'POST /group-fill': (ctx, input) => {
    const group = findGroup(ctx, corpOf(input), need(input, 'chatId'));
    fillGroup(ctx, corpOf(input), group, number(input, 'upTo', 0));
    return presentChat(ctx, ctx.world.corps[corpOf(input)], group);
  },
  'GET /mass-sends': (ctx, input) => massSendsOf(ctx, corpOf(input), need(input, 'userid')),
  'POST /mass-send': (ctx, input) => {
    confirmMassSend(ctx, corpOf(input), need(input, 'userid'), need(input, 'id'));
    return {};
  },
};
