// The preview shows the kiosk's card with the kiosk's own code; its buttons do nothing here.
import { messageCard } from "/static/kiosk/cards.js";

const message = JSON.parse(document.getElementById("message").textContent);
document.getElementById("kiosk").append(messageCard(message, () => {}));
