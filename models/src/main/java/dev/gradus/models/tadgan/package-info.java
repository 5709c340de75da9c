/** TadGAN: adversarially trained reconstruction of time series. */
package dev.gradus.models.tadgan;
