package api

import (
	"os"
	"path/filepath"
	"runtime"
)

// dataHome is where programs keep a user's data on this system.
func dataHome() (string, error) {
	switch runtime.GOOS {
	case "windows", "darwin":
		return os.UserConfigDir() // AppData, Library/Application Support
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}
