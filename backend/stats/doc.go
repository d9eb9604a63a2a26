// Package stats holds pure kernels on float64: counterfactual forecasts, synthetic controls and
// differences in differences, randomisation inference, shrinkage. It knows no shop, no file and no
// screen; callers pass plain matrices. A kernel never writes to its inputs. Shapes are the caller's
// duty (kernels panic on them), the data's trouble comes back as an error or a flag.
package stats
