/* Spellings of one name made equal: what geomap/folding.py folds alike is alike here, and a little more,
   since what is only looked for may be spelled more freely than what decides. */

const ARTICLES = ["al", "el", "ul"];
/* Before a letter of the sun the article takes its sound: ar-Raqqa. */
const SUN_LETTERS = ["dh", "th", "sh", "d", "t", "s", "z", "r", "n", "l"];
const SUN_ARTICLES = new Map(["a", "e", "i", "u"].flatMap((vowel) => SUN_LETTERS.map((sun) => [vowel + sun, sun])));
const ARABIC_ARTICLE = "ال";
/* Fewer letters than this after the article and it may be part of the word. */
const ARTICLE_STEM = 3;

const LETTERS = new Map(Object.entries({
  "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ء": "", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ـ": "",
  "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
}));
[0x660, 0x6f0].forEach((zero) => Array.from({ length: 10 }, (_, n) => LETTERS.set(String.fromCharCode(zero + n), String(n))));

const IS_PLAIN = /^[\x20-\x7e]*$/;
const MARKS_AND_SIGNS = /[\p{Mn}\p{Cf}\p{Cc}\p{Co}]/gu;
const APOSTROPHES = /['`\u2018\u2019\u201b\u02b9-\u02bf\u2032\u00b4]/g;
const NOT_WORD = /[^\p{L}\p{N}]+/u;

/* {key, starts}: the key that all spellings of a name share, and at which of its letters words begin, as
   bits. Blind to case, accents, apostrophes, hyphens, spaces, articles and doubled letters; to o or u, e or
   i, q or k; in Arabic to vowel signs, tatweel, the seats of hamza, alef, ya and ta marbuta. */
export function foldName(text) {
  let words = wordsOf(text);
  for (let again = wordsOf(endToEnd(words)); endToEnd(again) !== endToEnd(words); again = wordsOf(endToEnd(words))) words = again;
  return looseKey(words);
}

/* The words of a name in plain letters and without articles. */
function wordsOf(text) {
  const lower = text.toLowerCase();
  const plain = IS_PLAIN.test(lower) ? lower : plainLetters(lower);
  const words = plain.replace(APOSTROPHES, "").split(NOT_WORD).filter(Boolean);
  return words.filter((word, at) => !isArticle(word, words[at + 1])).map(withoutArabicArticle);
}

function plainLetters(text) {
  const bare = text.normalize("NFKD").replace(MARKS_AND_SIGNS, "");
  return bare.replace(/[^\x20-\x7e]/g, (letter) => LETTERS.get(letter) ?? letter);
}

function isArticle(word, following) {
  if (!following) return false;
  return ARTICLES.includes(word) || (SUN_ARTICLES.has(word) && following.startsWith(SUN_ARTICLES.get(word)));
}

function withoutArabicArticle(word) {
  let rest = word;
  while (rest.startsWith(ARABIC_ARTICLE) && rest.length >= ARABIC_ARTICLE.length + ARTICLE_STEM) rest = rest.slice(ARABIC_ARTICLE.length);
  return rest;
}

/* Words end to end; between two numbers a space stays: Zone 1-2 is not Zone 12. */
const endToEnd = (words) => words.join(" ").replace(/(?<![0-9]) | (?![0-9])/g, "");

function looseKey(words) {
  let key = "";
  let starts = 0;
  for (const word of words) {
    if (/\d$/.test(key) && /^\d/.test(word)) key += " ";
    if (key.length < 31) starts |= 1 << key.length;
    key = loosely(key + word);
  }
  return { key, starts };
}

const loosely = (text) => text.replace(/o/g, "u").replace(/e/g, "i").replace(/q/g, "k").replace(/(\p{L})\1+/gu, "$1");
