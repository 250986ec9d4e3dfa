// Package session keeps shopping carts in Redis, compressed.
package session

import (
	"context"
	"encoding/json"
	"time"

	"github.com/golang/snappy"
	"github.com/redis/go-redis/v9"
)

const lifetime = 14 * 24 * time.Hour

// Cart is what a visitor has put aside, item number to quantity.
type Cart map[string]int

// Store reads and writes carts.
type Store struct {
	client *redis.Client
}

// NewStore returns a store on client.
func NewStore(client *redis.Client) *Store {
	return &Store{client: client}
}

// Cart returns the cart of a session.
func (s *Store) Cart(ctx context.Context, id string) (Cart, error) {
	packed, err := s.client.Get(ctx, "cart:"+id).Bytes()
	if err != nil {
		return nil, err
	}
	plain, err := snappy.Decode(nil, packed)
	if err != nil {
		return nil, err
	}
	var cart Cart
	return cart, json.Unmarshal(plain, &cart)
}

// Save replaces the cart of a session.
func (s *Store) Save(ctx context.Context, id string, cart Cart) error {
	plain, err := json.Marshal(cart)
	if err != nil {
		return err
	}
	return s.client.Set(ctx, "cart:"+id, snappy.Encode(nil, plain), lifetime).Err()
}
