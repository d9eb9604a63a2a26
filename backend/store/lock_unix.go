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

// letGo gives the lock back and closes f. Closing alone is not enough: a program that this process is
// just starting holds a copy of f for a moment, and the lock with it.
func letGo(f *os.File) error {
	return errors.Join(unix.Flock(int(f.Fd()), unix.LOCK_UN), f.Close())
}

// syncFolder makes a rename in the folder last through a power cut.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
