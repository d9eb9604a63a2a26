//go:build unix

package store

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// fullDisk lists the system's errors for a disk or a quota without room.
var fullDisk = []error{unix.ENOSPC, unix.EDQUOT}

// grab takes the exclusive lock on f; false when another open file holds it.
func grab(f *os.File) (bool, error) {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

// syncFolder makes a rename in the folder last through a power cut.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
