//go:build windows

package cli

import (
	"os/exec"
	"syscall"
)

// apart gives a program a process group of its own, so that Ctrl-C here does not end the browser.
func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// keepInBackground does nothing: Windows stops no program for asking the terminal.
func keepInBackground() {}
