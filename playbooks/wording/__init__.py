"""How notes say things in English, Italian and Chinese: readable patterns and what voids them."""
