using Tallydesk.Batches;
using Tallydesk.Explanations;
using Tallydesk.Identity;
using Tallydesk.Problems;
using Tallydesk.Requests;

namespace Tallydesk.Credits;

/// <summary>A customer's credits: seen by the customer and staff, bought through the vendor's programs, adjusted by leads.</summary>
internal static class CreditEndpoints
{
    /// <summary>Adds <c>/credits</c> within one customer.</summary>
    public static void MapCreditsOf(this RouteGroupBuilder customer)
    {
        var credits = customer.MapGroup("/credits").WithTags("Credits");
        credits.MapGet("", ViewAsync).Produces<AccountView>();
        credits.MapStatement();
        credits.MapGet("/entries", ListAsync).Produces<ListBody<StatementRow>>();
        credits
            .MapPost("/purchases", PurchaseAsync)
            .InBatches("customer")
            .Produces<CreditReceipt>(StatusCodes.Status201Created);
        credits
            .MapPost("/adjustments", AdjustAsync)
            .InBatches("customer")
            .Produces<CreditReceipt>(StatusCodes.Status201Created);
    }

    private static async Task<IResult> ViewAsync(string customer, Caller caller, CreditAccounts accounts)
    {
        var view = await accounts.Of(customer).ViewAsync(caller.Actor);
        return view.Ok(account => account);
    }

    private static async Task<IResult> ListAsync(string customer, PageRequest page, StatementExplainer statements)
    {
        var rows = await statements.PageAsync(customer, page.AfterSeq(), page.Limit + 1, ReaderClock.Utc);
        return TypedResults.Ok(page.Of(rows, row => row, row => row.Seq.ToString()));
    }

    private static async Task<IResult> PurchaseAsync(
        string customer,
        NewPurchase body,
        Command command,
        CreditAccounts accounts
    )
    {
        if (command.Actor.Role is not (Role.System or Role.Admin))
        {
            return Problem.Of(ProblemKind.Forbidden, "Only admins and system tokens can report purchases.");
        }

        var receipt = await accounts.Of(customer).PurchaseAsync(command.Context, body.ToCommand());
        return receipt.Created(entry => entry);
    }

    private static async Task<IResult> AdjustAsync(
        string customer,
        NewAdjustment body,
        Command command,
        CreditActs acts
    ) => (await acts.AdjustAsync(command.Context, customer, body)).Created(entry => entry);
}
