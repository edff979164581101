using BenchmarkDotNet.Running;
using Weft.Benchmarks;

// data FOLDER              writes the datasets that are made and not recorded
// run WORK TRACE PREPARED  one work on one dataset, printed as one line of JSON: bench/run starts one process for each
// anything else            BenchmarkDotNet with these arguments
switch (args)
{
    case ["data", var folder]:
        Datasets.Write(folder);
        break;
    case ["run", var work, var trace, var prepared]:
        Console.WriteLine(WorkRunner.Run(work, trace, prepared));
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(EngineWork).Assembly).Run(args);
        break;
}
