// Command api serves the public API of the store.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/redis/go-redis/v9"

	"example.com/tsubame/api/internal/session"
)

func main() {
	cache := redis.NewClient(&redis.Options{Addr: getenv("REDIS", "redis:6379")})
	sessions := session.NewStore(cache)

	router := chi.NewRouter()
	router.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	router.Get("/cart/{session}", func(w http.ResponseWriter, r *http.Request) {
		cart, err := sessions.Cart(r.Context(), chi.URLParam(r, "session"))
		if err != nil {
			http.Error(w, "no such session", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(cart)
	})

	log.Fatal(http.ListenAndServe(":"+getenv("PORT", "8081"), router))
}

func getenv(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}
