using Tallydesk.Bench.Baseline;
using Tallydesk.Bench.Batches;
using Tallydesk.Bench.Board;
using Tallydesk.Bench.Charges;
using Tallydesk.Bench.Growth;
using Tallydesk.Bench.Load;
using Tallydesk.Bench.Queue;
using Tallydesk.Bench.Tickets;

return args switch
{
    ["charges", .. var options] => await ChargesBench.RunAsync(ChargesOptions.From(options)),
    ["board"] => await BoardBench.RunAsync(),
    ["batches"] => await BatchBench.RunAsync(),
    ["queue", .. var options] => await QueueBench.RunAsync(QueueOptions.From(options)),
    ["growth", .. var options] => await GrowthBench.RunAsync(GrowthOptions.From(options)),
    ["tickets", .. var options] => await TicketsBench.RunAsync(TicketsOptions.From(options)),
    // The processes that a bench starts of itself.
    ["baseline", .. var settings] => await BaselineService.RunAsync(settings),
    ["load"] => await LoadProcess.RunAsync(Console.In, Console.Out),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        dotnet run -c Release --project bench -- charges [--seconds=5] [--rounds=5] [--connections=64,256] [--accounts=10000]

          Measures adjustments of -5 credits over HTTP against a service without grains, on the same PostgreSQL,
          and writes bench/results/charges.md.

        dotnet run -c Release --project bench -- board

          Measures the board in Chromium with 2,000 tickets and 20 changes a second, alone and beside 200 viewers,
          and writes bench/results/board.md.

        dotnet run -c Release --project bench -- batches

          Measures adjustments that one program sends one after the other, over 64 connections, and in batches,
          and writes bench/results/batches.md.

        dotnet run -c Release --project bench -- queue [--tickets=50000] [--customers=5000] [--seconds=60]

          Measures a long queue in which nothing happens: its first view, and what it costs while nobody does anything,
          and writes bench/results/queue.md.

        dotnet run -c Release --project bench -- growth [--events=12000] [--messages=10000] [--tickets=20000]
            [--parts=webhooks,tickets,starts]

          Measures what costs more the more is stored: webhooks, conversations, the queue, memory, and the start,
          and writes bench/results/growth.md.

        dotnet run -c Release --project bench -- tickets [--quick] [--seconds=5] [--rounds=5] [--connections=64,256]
            [--accounts=4000] [--knee]

          Measures tickets from opening to charge, and to their end, against services that write their own SQL,
          and writes bench/results/tickets.md.
        """
    );
    return 2;
}
