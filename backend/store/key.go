package store

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// keyName is the file beside the workspace with the key that turns customers into hashes.
const keyName = "customer.key"

const keyLength = 32

func keyPath(database string) string { return filepath.Join(filepath.Dir(database), keyName) }

// loadKey reads the key beside the database. Where there is none it makes one, unless the workspace
// holds customers already, who are known by the lost key; then it returns nil.
func loadKey(database string, c *conn) ([]byte, error) {
	path := keyPath(database)
	key, err := os.ReadFile(path)
	switch {
	case err == nil && len(key) != keyLength:
		return nil, say("bad_key_file", path)
	case !errors.Is(err, fs.ErrNotExist):
		return key, err
	}
	customers, err := c.number(ask("SELECT 1 FROM versions WHERE customer <> '' LIMIT 1"))
	if err != nil || customers != 0 {
		return nil, err
	}
	key = make([]byte, keyLength)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	return key, writeFile(path, key)
}

// writeFile makes a private file that is there whole or not at all, also after a power cut.
func writeFile(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFile makes the file's content last through a power cut.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
