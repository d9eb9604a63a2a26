//go:build windows

package store

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// fullDisk lists the system's errors for a disk or a quota without room.
var fullDisk = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED}

// grab takes the exclusive lock on f; false when another open file holds it.
func grab(f *os.File) (bool, error) {
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	err := windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, new(windows.Overlapped))
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return false, nil
	}
	return err == nil, err
}

// letGo gives the lock back and closes f.
func letGo(f *os.File) error { return f.Close() }

// syncFolder does nothing: Windows has no way to flush a folder, and NTFS logs its renames.
func syncFolder(string) error { return nil }
