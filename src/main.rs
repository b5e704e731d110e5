//! The command line.

mod options;

use std::process::ExitCode;

use capabilities::Host;
use options::{Options, What};
use vm::bootstrap::VmOptions;
use vm::{PyResult, Vm};

/// Native stack of the thread that runs programs: deep recursion through Rust needs room.
/// What the prompt begins with.
const BANNER: &str = concat!(
    "moltvm ",
    env!("CARGO_PKG_VERSION"),
    " (Python 3.14). What is not granted (--allow) raises PermissionError. exit() or Ctrl-D ends."
);

/// The native stack of the thread that runs the program.
const STACK: usize = 128 << 20;

fn main() -> ExitCode {
    #[allow(clippy::disallowed_methods, reason = "the command line is the program's own")]
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let options = match Options::parse(&arguments) {
        Ok(options) => options,
        Err(message) => {
            eprintln!("moltvm: {message}");
            return ExitCode::from(2);
        }
    };
    #[allow(
        clippy::disallowed_methods,
        reason = "the program's own thread, made before any Python code runs"
    )]
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || run(&options));
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        Ok(Err(_)) => {
            eprintln!("moltvm: internal error");
            ExitCode::from(70)
        }
        Err(error) => {
            eprintln!("moltvm: cannot start: {error}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> ExitCode {
    if let What::Print(text) = &options.what {
        print!("{text}");
        return ExitCode::SUCCESS;
    }
    let grants = options.grants.clone().and_then(|mut grants| {
        // Who gives the program, or talks to it, through standard input has granted that.
        if options.interactive || matches!(options.what, What::Input | What::Interactive) {
            grants.allow("stdin")?;
        }
        Ok(grants)
    });
    let host = match grants.map(Host::real) {
        Ok(Ok(host)) => host,
        Ok(Err(error)) | Err(error) => {
            eprintln!("moltvm: {error}");
            return ExitCode::from(2);
        }
    };
    host.interrupts().install();
    let source = match read_program(options, &host) {
        Ok(source) => source,
        Err(message) => {
            eprintln!("moltvm: {message}");
            return ExitCode::from(2);
        }
    };
    if options.disassemble {
        return disassemble(&source, options);
    }
    let mut settings = VmOptions {
        native_stack: STACK / 4,
        optimize: options.optimize,
        frozen: stdlib::file,
        frozen_builtins: stdlib::OWN_MODULES,
        ..VmOptions::default()
    };
    settings.heap.stress = options.gc_stress;
    let prompts = matches!(options.what, What::Interactive)
        && host.stdio().is_terminal(capabilities::FileId(0));
    let mut machine = match Vm::new(host, &settings, vm::modules::MODULES.to_vec()) {
        Ok(machine) => machine,
        Err(_) => {
            eprintln!("moltvm: not enough memory to start");
            return ExitCode::from(2);
        }
    };
    machine.enter(|machine| {
        let result = execute(machine, options, &source, prompts);
        let mut code = finish(machine, result);
        if options.interactive {
            let result = machine.run_prompt("");
            code = finish(machine, result);
        }
        machine.finish_main();
        code
    })
}

fn read_program(options: &Options, host: &Host) -> Result<Vec<u8>, String> {
    match &options.what {
        What::Code(code) => Ok(code.clone().into_bytes()),
        What::Interactive if host.stdio().is_terminal(capabilities::FileId(0)) => Ok(Vec::new()),
        What::Input | What::Interactive => {
            let mut source = Vec::new();
            let mut buffer = vec![0; 1 << 16];
            loop {
                match host.stdio().read(&mut buffer) {
                    Ok(0) => return Ok(source),
                    Ok(count) => source.extend_from_slice(&buffer[..count]),
                    Err(error) => return Err(format!("can't read standard input: {error}")),
                }
            }
        }
        What::File(path) => host
            .launch_file(path.as_bytes())
            .map_err(|error| format!("can't open file '{path}': {error}")),
        What::Module(_) | What::Print(_) => Ok(Vec::new()),
    }
}

fn disassemble(source: &[u8], options: &Options) -> ExitCode {
    let settings =
        vm::frontend::compile::CompileOptions { optimize: options.optimize, ..Default::default() };
    match vm::frontend::compile_text(
        source,
        options.filename(),
        vm::frontend::compile::CompileMode::Module,
        &settings,
    ) {
        Ok(compiled) => {
            for (pc, instruction) in compiled.code.instructions.iter().enumerate() {
                println!("{pc:5} {instruction:?}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(1)
        }
    }
}

fn execute(machine: &mut Vm, options: &Options, source: &[u8], prompts: bool) -> PyResult<()> {
    machine.prepare_main(&options.arguments, &options.search_path())?;
    machine.prepare_settings(&options.warnings, &options.extras)?;
    match &options.what {
        What::Interactive if prompts => machine.run_prompt(BANNER),
        What::Module(name) => machine.run_module_as_main(name),
        _ => machine.run_main(source, options.filename()),
    }
}

/// The exit status, after what is left to print.
fn finish(machine: &mut Vm, result: PyResult<()>) -> ExitCode {
    let Err(raised) = result else { return ExitCode::SUCCESS };
    let Ok(exception) = machine.catch(raised) else {
        eprintln!("moltvm: the program was ended");
        return ExitCode::from(137);
    };
    match machine.exit_status(exception) {
        Some((code, message)) => {
            if let Some(message) = message {
                eprintln!("{message}");
            }
            ExitCode::from(code)
        }
        None => {
            if let Some(text) = machine.show_uncaught(exception) {
                eprint!("{text}");
            }
            ExitCode::from(if machine.is_interrupt(exception) { 130 } else { 1 })
        }
    }
}
