// Package api has one method for each thing a screen or a terminal can ask. It carries data from room
// to room, owns the clock, the version, the folders and the one recover, and computes nothing itself.
package api
