using Microsoft.AspNetCore.Http.HttpResults;
using Tallydesk.Credits;
using Tallydesk.Identity;
using Tallydesk.Pages.Forms;
using Tallydesk.Requests;
using Tallydesk.Storage.Reading;

namespace Tallydesk.Pages.Customers;

/// <summary>The pages of customers for staff, with the correction of a balance by a lead.</summary>
internal static class CustomerForms
{
    /// <summary>Adds <c>/customers</c>.</summary>
    public static void MapCustomerPages(this IEndpointRouteBuilder pages)
    {
        var customers = pages.MapGroup("/customers").RequireAuthorization(Rights.Staff);
        customers.MapGet("", () => new RazorComponentResult<CustomerListPage>());
        customers.MapGet("/{customer}", (string customer, long? after) => Page(customer, after ?? 0, wrong: null));
        customers.MapPost("/{customer}/adjustments", AdjustAsync).RequireAuthorization(Rights.Lead);
    }

    private static async Task<IResult> AdjustAsync(
        string customer,
        IFormCollection fields,
        HttpContext http,
        KnownCustomers known,
        CreditAccounts accounts
    )
    {
        var form = new PageForm(http, fields);
        if (!await known.ExistsAsync(customer))
        {
            return Page(customer, 0, wrong: null);
        }

        return await FormAnswer.OfAsync(
            form,
            () =>
                accounts
                    .Of(customer)
                    .AdjustAsync(
                        form.Command(),
                        new(Given.Value(form.Credits("credits"), "credits"), form.Words("reason"))
                    ),
            _ => TypedResults.LocalRedirect($"/customers/{customer}"),
            refused => Page(customer, 0, refused.Detail)
        );
    }

    private static RazorComponentResult<CustomerPage> Page(string customer, long after, string? wrong) =>
        new(
            new
            {
                Customer = customer,
                After = after,
                Wrong = wrong,
            }
        )
        {
            StatusCode = wrong is null ? null : StatusCodes.Status422UnprocessableEntity,
        };
}
