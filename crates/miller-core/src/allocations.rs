//! An exact count of the memory blocks that Python allocates, for measuring the two routes.
//!
//! `sys.getallocatedblocks` tells how many blocks are in use now, not how many were allocated and let go
//! of in between, nor how many were in use at the peak. Python lets a program wrap its allocators
//! (<https://docs.python.org/3/c-api/memory.html#customize-memory-allocators>); what is wrapped here are
//! the two domains that objects and their parts come from.

use std::ffi::c_void;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use pyo3::prelude::*;
use pyo3_stub_gen::derive::{gen_stub_pyclass, gen_stub_pymethods};

/// `PYMEM_DOMAIN_MEM` and `PYMEM_DOMAIN_OBJ`.
const DOMAINS: [i32; 2] = [1, 2];

// Allocations happen with the GIL held, so that the counters never race; atomics say so to the compiler.
static COUNTS: Counts = Counts {
    allocated: AtomicU64::new(0),
    live: AtomicI64::new(0),
    peak: AtomicI64::new(0),
};

struct Counts {
    allocated: AtomicU64,
    live: AtomicI64,
    peak: AtomicI64,
}

/// `PyMemAllocatorEx`, which the stable part of Python's C API leaves out. It is the same since 3.5.
#[repr(C)]
#[derive(Clone, Copy)]
struct Allocator {
    context: *mut c_void,
    malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    calloc: unsafe extern "C" fn(*mut c_void, usize, usize) -> *mut c_void,
    realloc: unsafe extern "C" fn(*mut c_void, *mut c_void, usize) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void, *mut c_void),
}

#[expect(unsafe_code, reason = "functions of Python's C API")]
unsafe extern "C" {
    fn PyMem_GetAllocator(domain: i32, allocator: *mut Allocator);
    fn PyMem_SetAllocator(domain: i32, allocator: *mut Allocator);
}

fn count(block: *mut c_void) -> *mut c_void {
    if !block.is_null() {
        COUNTS.allocated.fetch_add(1, Ordering::Relaxed);
        let live = COUNTS.live.fetch_add(1, Ordering::Relaxed) + 1;
        COUNTS.peak.fetch_max(live, Ordering::Relaxed);
    }
    block
}

#[expect(
    unsafe_code,
    reason = "called by Python with the context set below: the allocator that was there before"
)]
mod hooks {
    use super::{Allocator, COUNTS, Ordering, c_void, count};

    pub(super) unsafe extern "C" fn malloc(before: *mut c_void, size: usize) -> *mut c_void {
        let before = unsafe { &*before.cast::<Allocator>() };
        count(unsafe { (before.malloc)(before.context, size) })
    }

    pub(super) unsafe extern "C" fn calloc(
        before: *mut c_void,
        number: usize,
        size: usize,
    ) -> *mut c_void {
        let before = unsafe { &*before.cast::<Allocator>() };
        count(unsafe { (before.calloc)(before.context, number, size) })
    }

    pub(super) unsafe extern "C" fn realloc(
        before: *mut c_void,
        block: *mut c_void,
        size: usize,
    ) -> *mut c_void {
        let before = unsafe { &*before.cast::<Allocator>() };
        let moved = unsafe { (before.realloc)(before.context, block, size) };
        // A block that grows is the same block.
        if block.is_null() { count(moved) } else { moved }
    }

    pub(super) unsafe extern "C" fn free(before: *mut c_void, block: *mut c_void) {
        let before = unsafe { &*before.cast::<Allocator>() };
        if !block.is_null() {
            COUNTS.live.fetch_sub(1, Ordering::Relaxed);
        }
        unsafe { (before.free)(before.context, block) }
    }
}

/// Counts the memory blocks that Python allocates from now on, to the end of the process.
///
/// For measuring: every allocation takes a few instructions more. Making a second one changes nothing.
#[gen_stub_pyclass]
#[pyclass(frozen, module = "miller.miller_core")]
pub(crate) struct AllocationCounter {
    counts: &'static Counts,
}

#[gen_stub_pymethods]
#[pymethods]
impl AllocationCounter {
    #[new]
    fn new() -> Self {
        static ONCE: std::sync::Once = std::sync::Once::new();
        ONCE.call_once(|| DOMAINS.into_iter().for_each(wrap));
        AllocationCounter { counts: &COUNTS }
    }

    /// Blocks allocated since counting began.
    #[getter]
    fn allocated(&self) -> u64 {
        self.counts.allocated.load(Ordering::Relaxed)
    }

    /// Blocks allocated less blocks freed since counting began: below 0 when older ones were freed.
    #[getter]
    fn live(&self) -> i64 {
        self.counts.live.load(Ordering::Relaxed)
    }

    /// The largest value of `live` since counting began, or since `reset_peak`.
    #[getter]
    fn peak(&self) -> i64 {
        self.counts.peak.load(Ordering::Relaxed)
    }

    /// Begins a new peak at what is live now.
    fn reset_peak(&self) {
        let live = self.counts.live.load(Ordering::Relaxed);
        self.counts.peak.store(live, Ordering::Relaxed);
    }
}

/// Puts the counting allocator around the one of a domain.
#[expect(unsafe_code, reason = "functions of Python's C API")]
fn wrap(domain: i32) {
    let mut before = std::mem::MaybeUninit::<Allocator>::uninit();
    // SAFETY: the GIL is held, the structure is the one that Python expects, and the new allocator calls
    // the one before, as the documentation asks of an allocator that is set while Python runs.
    unsafe {
        PyMem_GetAllocator(domain, before.as_mut_ptr());
        // Python keeps the pointer until the process ends.
        let before: *mut Allocator = Box::leak(Box::new(before.assume_init()));
        let mut counting = Allocator {
            context: before.cast(),
            malloc: hooks::malloc,
            calloc: hooks::calloc,
            realloc: hooks::realloc,
            free: hooks::free,
        };
        PyMem_SetAllocator(domain, &raw mut counting);
    }
}

/// Adds what stands here to the module.
pub(crate) fn register(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<AllocationCounter>()
}
