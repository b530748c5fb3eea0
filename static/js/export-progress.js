// Moves the progress bar of a running export; when it has ended, shows the page anew.
const place = document.getElementById("progress");
const bar = document.getElementById("bar");
const words = document.getElementById("progress-words");
const RUNNING = ["owed", "running"];

async function look() {
  let now;
  try {
    const answer = await fetch(place.dataset.stateUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    now = await answer.json();
  } catch {
    words.textContent = "No answer from the server just now; trying again";
    return setTimeout(look, 5000);
  }
  if (!RUNNING.includes(now.state)) return location.reload();
  if (now.rows_total !== null) {
    bar.max = Math.max(now.rows_total, 1);
    bar.value = now.rows_done;
    document.getElementById("state").textContent = now.state_words;
    words.textContent = `${now.rows_done} of ${now.rows_total}`;
  }
  return setTimeout(look, 1000);
}

setTimeout(look, 1000);
