// The shape that grows with the breath in and shrinks with the breath out; words alone where
// motion is not wanted.
const still = { at() {}, play() {}, pause() {} };

export function breathing(shape, { in: inText, out: outText, inWord, outWord }) {
  const inSeconds = Number(inText);
  const round = inSeconds + Number(outText);
  if (!shape || !round) return still;
  const word = shape.querySelector("span");
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const motion = moves
    ? shape.animate(
        [
          { transform: "scale(.76)", easing: "ease-in-out" },
          { transform: "scale(1)", easing: "ease-in-out", offset: inSeconds / round },
          { transform: "scale(.76)" },
        ],
        { duration: round * 1000, iterations: Infinity },
      )
    : null;
  motion?.pause();
  return {
    at(position) {
      const now = position % round < inSeconds ? inWord : outWord;
      if (word.textContent !== now) word.textContent = now;
      const away = motion ? Math.abs((motion.currentTime ?? 0) / 1000 - position) : 0;
      if (away > 0.5) motion.currentTime = position * 1000;
    },
    play: () => motion?.play(),
    pause: () => motion?.pause(),
  };
}
