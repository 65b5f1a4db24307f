import type { Random } from './random';

const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴', '徐', '孙', '胡', '朱', '高', '林', '何', '郭', '马', '罗', '梁', '宋', '郑', '谢', '欧阳', '司马'];
const surnamesLatin = ['wang', 'li', 'zhang', 'liu', 'chen', 'yang', 'zhao', 'huang', 'zhou', 'wu', 'xu', 'sun', 'hu', 'zhu', 'gao', 'lin', 'he', 'guo', 'ma', 'luo', 'liang', 'song', 'zheng', 'xie', 'ouyang', 'sima'];
const given = ['伟', '芳', '娜', '敏', '静', '磊', '洋', '艳', '勇', '军', '杰', '娟', '涛', '明', '超', '秀英', '霞', '平', '桂英', '子轩', '雨桐', '浩然', '梓涵', '思远', '欣怡', '嘉怡', '一诺', '宇航', '诗涵', '天佑'];
const givenLatin = ['wei', 'fang', 'na', 'min', 'jing', 'lei', 'yang', 'yan', 'yong', 'jun', 'jie', 'juan', 'tao', 'ming', 'chao', 'xiuying', 'xia', 'ping', 'guiying', 'zixuan', 'yutong', 'haoran', 'zihan', 'siyuan', 'xinyi', 'jiayi', 'yinuo', 'yuhang', 'shihan', 'tianyou'];
const nicknames = ['小确幸', '向阳而生', '一叶知秋', 'Momo', '阿泽', '橘子汽水', '山野万里', 'Sunny', '静待花开', '大白', '豆豆妈', '老周', '云淡风轻', 'Kevin', '木子', '奔跑的蜗牛', '晚风', 'Lily', '糖糖', '平安喜乐'];
const emoji = ['🌸', '🌻', '🍀', '⭐', '🐱', '☀️', '🎈', '🌈', '🍊', '👩‍👧', '🇨🇳'];
const long = [
  '阿拉伯数字与星辰大海之间隔着整整一个夏天的风和一场没有说出口的再见',
  'The Long And Winding Road To Shangri-La International Trading (Shanghai) Co. Buyer',
  '专业承接家装工装水电改造墙面翻新全屋定制欢迎来电咨询价格从优李师傅',
];

export interface FullName { name: string; latin: string; gender: 1 | 2 }

export function drawFullName(random: Random): FullName {
  const family = random.between(0, surnames.length - 1);
  const first = random.between(0, given.length - 1);
  return { name: surnames[family]! + given[first]!, latin: surnamesLatin[family]! + givenLatin[first]!, gender: random.chance(0.5) ? 1 : 2 };
}

/** A WeChat nickname: real names, nicknames, emoji, and now and then one that breaks a layout. */
export function drawNickname(random: Random): string {
  if (random.chance(0.012)) return random.pick(long);
  const base = random.chance(0.55) ? drawFullName(random).name : random.pick(nicknames);
  return random.chance(0.18) ? `${base}${random.pick(emoji)}` : base;
}

export const positions = ['销售顾问', '高级销售顾问', '客户经理', '店长', '客服专员', '运营专员', '区域经理', '导购'];
export const outsideCompanies = ['云杉贸易', '远航物流', '明德咨询', '北辰科技'];
