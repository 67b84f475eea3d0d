//! The widest vectors that the processor has.
//!
//! Inner loops are written over short arrays, which compilers turn into vectors. The browser build
//! always has vectors of four; natively there are eight where the processor has AVX, which only a
//! running program can know. Nothing is ever fused or reordered, so all widths give the same bits.

/// Makes a function that is compiled twice where that helps, for any processor of its kind and for
/// those with wider vectors, and that chooses when it is called.
#[macro_export]
#[doc(hidden)]
macro_rules! wide {
    ($(#[$about:meta])* $visibility:vis fn $name:ident($($argument:ident: $kind:ty),* $(,)?) $body:block) => {
        $(#[$about])*
        #[inline]
        $visibility fn $name($($argument: $kind),*) {
            #[inline(always)]
            fn body($($argument: $kind),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx,avx2")]
                fn with_avx($($argument: $kind),*) {
                    body($($argument),*);
                }
                if $crate::numeric::wide::has_avx() {
                    // SAFETY: the processor has just said that it has these instructions.
                    return unsafe { with_avx($($argument),*) };
                }
            }
            body($($argument),*);
        }
    };
}

/// Whether this processor has vectors of eight.
#[cfg(target_arch = "x86_64")]
pub fn has_avx() -> bool {
    use std::sync::OnceLock;
    static FOUND: OnceLock<bool> = OnceLock::new();
    *FOUND.get_or_init(|| {
        // For tests: what older processors compute.
        std::env::var_os("WITHOUT_AVX").is_none()
            && std::is_x86_feature_detected!("avx")
            && std::is_x86_feature_detected!("avx2")
    })
}
